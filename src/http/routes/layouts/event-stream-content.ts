/** Server-sent events of a solve, for a route's description. */
export const eventStreamContent = {
  'text/event-stream': {
    schema: { type: 'string' as const },
    example:
      'event: progress\ndata: {"progress":0.4,"phase":"solving"}\n\nevent: layout\ndata: {"layoutId":"lay_...", ...}\n\n',
  },
};
