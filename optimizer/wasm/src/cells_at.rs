use h3o::{LatLng, Resolution};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::error;

/// The cells that hold places, at one resolution.
///
/// # Shape
/// `lat_lng_deg` is row-major `[places][2]`.
///
/// # Errors
/// An error whose message is JSON `{kind, detail}`, for a number that is not finite.
#[wasm_bindgen(js_name = cellsAt)]
pub fn cells_at(lat_lng_deg: &[f64], resolution: u8) -> Result<Vec<u64>, JsError> {
    let resolution = Resolution::try_from(resolution)
        .map_err(|_| error("bad-option", format!("resolution {resolution}: 0 to 15")))?;
    let (places, _) = lat_lng_deg.as_chunks::<2>();
    let cell = |&[lat, lng]: &[f64; 2]| LatLng::new(lat, lng).map(|place| u64::from(place.to_cell(resolution)));
    places.iter().map(cell).collect::<Result<_, _>>().map_err(|e| error("bad-input", e.to_string()))
}
