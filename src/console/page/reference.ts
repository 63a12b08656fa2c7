/** The reference at `/docs`: Swagger UI over the description that this Worker serves. Nothing is loaded from elsewhere, and no key is kept. */

declare const SwaggerUIBundle: (options: Readonly<Record<string, unknown>>) => void;

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  filter: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  // The validator is a service elsewhere.
  validatorUrl: null,
});
