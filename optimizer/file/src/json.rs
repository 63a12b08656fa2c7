use core::fmt;

use crate::flat::Flat;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A JSON value. Lists of numbers, and lists of those, are flat: a file of 200,000 units fits into the memory of a wasm instance.
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// A list of numbers and nulls.
    Numbers(Flat),
    /// A list of such lists of one length, which is not 0.
    Table {
        width: usize,
        values: Flat,
    },
    List(Vec<Json>),
    /// No key of a problem file holds one: its contents are not kept.
    Object,
}

/// A look at a value, or at an item of a flat list.
#[derive(Clone, Copy)]
pub(crate) enum View<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'a str),
    List(Items<'a>),
    Object,
}

/// The items of a list.
#[derive(Clone, Copy)]
pub(crate) enum Items<'a> {
    Numbers { values: &'a Flat, start: usize, end: usize },
    Table { width: usize, values: &'a Flat },
    List(&'a [Json]),
}

impl Json {
    pub fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Number(value) => View::Number(*value),
            Self::Text(text) => View::Text(text),
            Self::Numbers(values) => View::List(Items::Numbers { values, start: 0, end: values.len() }),
            Self::Table { width, values } => View::List(Items::Table { width: *width, values }),
            Self::List(items) => View::List(Items::List(items)),
            Self::Object => View::Object,
        }
    }
}

impl<'a> Items<'a> {
    pub fn len(self) -> usize {
        match self {
            Self::Numbers { start, end, .. } => end - start,
            Self::Table { width, values } => values.len() / width,
            Self::List(items) => items.len(),
        }
    }

    pub fn iter(self) -> impl Iterator<Item = View<'a>> {
        (0..self.len()).map(move |index| self.get(index))
    }

    fn get(self, index: usize) -> View<'a> {
        match self {
            Self::Numbers { values, start, .. } => {
                let value = values.get(start + index);
                if value.is_nan() { View::Null } else { View::Number(value) }
            }
            Self::Table { width, values } => {
                View::List(Items::Numbers { values, start: index * width, end: (index + 1) * width })
            }
            Self::List(items) => items[index].view(),
        }
    }
}

/// Most characters of a value that a violation shows.
const SHOWN: usize = 100;

impl View<'_> {
    /// The value as JSON, shortened.
    pub fn shown(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        shorten(&text)
    }

    fn write(self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(value) => text.push_str(if value { "true" } else { "false" }),
            Self::Number(value) => text.push_str(&value.to_string()),
            Self::Text(value) => text.push_str(value),
            Self::Object => text.push_str("{...}"),
            Self::List(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if text.len() > 4 * SHOWN {
                        break;
                    }
                    if index > 0 {
                        text.push(',');
                    }
                    item.write(text);
                }
                text.push(']');
            }
        }
    }
}

/// At most 100 characters, the rest cut.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some(_) => text.chars().take(SHOWN - 1).chain(['…']).collect(),
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(shorten(text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Json::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Json::Numbers(Flat::new());
        while let Some(item) = items.next_element::<Json>()? {
            list = list.with(item);
        }
        Ok(list)
    }
}

impl Json {
    /// A list with one item more, flat as long as it can be.
    fn with(mut self, item: Self) -> Self {
        match (&mut self, item) {
            (Self::Numbers(values), Self::Number(value)) => values.push(value),
            (Self::Numbers(values), Self::Null) => values.push(f64::NAN),
            (Self::Numbers(values), Self::Numbers(row)) if values.len() == 0 && row.len() > 0 => {
                return Self::Table { width: row.len(), values: row };
            }
            (Self::Table { width, values }, Self::Numbers(row)) if row.len() == *width => values.extend(&row),
            (Self::List(items), item) => items.push(item),
            (_, item) => {
                let mut items = self.into_items();
                items.push(item);
                return Self::List(items);
            }
        }
        self
    }

    fn into_items(self) -> Vec<Self> {
        if let Self::List(items) = self {
            return items;
        }
        let View::List(items) = self.view() else { return Vec::new() };
        let owned = |item: View| match item {
            View::Number(value) => Self::Number(value),
            View::List(row) => {
                let mut values = Flat::new();
                row.iter().for_each(|item| values.push(if let View::Number(value) = item { value } else { f64::NAN }));
                Self::Numbers(values)
            }
            _ => Self::Null,
        };
        items.iter().map(owned).collect()
    }
}
