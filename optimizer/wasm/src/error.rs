use hexalign_core::layout::LayoutError;
use serde::Serialize;
use wasm_bindgen::JsError;

#[derive(Serialize)]
struct ErrorJson<'a> {
    kind: &'a str,
    detail: String,
}

/// An error whose message is JSON: `kind` and `detail`.
pub(crate) fn error(kind: &str, detail: String) -> JsError {
    let json = serde_json::to_string(&ErrorJson { kind, detail });
    JsError::new(&json.unwrap_or_else(|_| kind.to_owned()))
}

pub(crate) fn layout_error(layout: &LayoutError) -> JsError {
    use hexalign_core::cover::CoverError;
    use hexalign_core::outline::OutlineError;
    use hexalign_core::problem::ProblemError;
    let kind = match layout {
        LayoutError::Problem(ProblemError::Territories { .. }) => "too-few-units",
        LayoutError::Cover(CoverError::TooManyLeaves { .. }) => "too-many-leaves",
        LayoutError::Outline(OutlineError::TooDetailed { .. }) => "too-detailed",
        LayoutError::Cover(CoverError::BadOption { .. } | CoverError::BaseTooFine { .. }) => "bad-option",
        LayoutError::Cover(CoverError::NoCells) => "no-cells",
        LayoutError::State(_) => "bad-state",
        _ => "bad-input",
    };
    error(kind, layout.to_string())
}
