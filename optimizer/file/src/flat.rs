/// Numbers one after another, in half the space as long as all are positions or counts; NaN stands for null.
pub(crate) enum Flat {
    Whole(Vec<u32>),
    Real(Vec<f64>),
}

/// Null among whole numbers.
const NULL: u32 = u32::MAX;

impl Flat {
    pub const fn new() -> Self {
        Self::Whole(Vec::new())
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Whole(values) => values.len(),
            Self::Real(values) => values.len(),
        }
    }

    pub fn get(&self, index: usize) -> f64 {
        match self {
            Self::Whole(values) if values[index] == NULL => f64::NAN,
            Self::Whole(values) => f64::from(values[index]),
            Self::Real(values) => values[index],
        }
    }

    pub fn push(&mut self, value: f64) {
        match self {
            Self::Real(values) => values.push(value),
            Self::Whole(values) if value.is_nan() => values.push(NULL),
            Self::Whole(values) if value >= 0.0 && value < f64::from(NULL) && value.fract() == 0.0 => {
                values.push(value as u32);
            }
            Self::Whole(values) => {
                let mut all = Vec::with_capacity(values.len() + 1);
                all.extend((0..self.len()).map(|index| self.get(index)));
                all.push(value);
                *self = Self::Real(all);
            }
        }
    }

    pub fn extend(&mut self, more: &Self) {
        (0..more.len()).for_each(|index| self.push(more.get(index)));
    }
}
