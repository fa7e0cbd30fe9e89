//! One answer in the two formats of the standard: JSON as it is, and XML made of the same.

use std::io::Cursor;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bentuk {
    Json,
    Xml,
}

impl Bentuk {
    /// The format by the end of the address: `requests.xml`.
    pub fn parse(ending: &str) -> Option<Self> {
        match ending {
            "json" => Some(Self::Json),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// An answer whose outermost element in XML is `root`.
    pub fn answer(self, status: StatusCode, root: &str, value: &Value) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        // Tools that run in somebody's browser read it as well.
        response.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
        match self {
            Self::Json => response
                .content_type("application/json; charset=utf-8")
                .body(value.to_string()),
            Self::Xml => match xml(root, value) {
                Ok(text) => response.content_type("text/xml; charset=utf-8").body(text),
                Err(error) => {
                    tracing::error!(%error, "an answer could not be written as XML");
                    HttpResponse::InternalServerError().finish()
                }
            },
        }
    }
}

fn xml(root: &str, value: &Value) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Cursor::new(Vec::new()));
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    element(&mut writer, root, value)?;
    Ok(writer.into_inner().into_inner())
}

fn element(writer: &mut Writer<Cursor<Vec<u8>>>, name: &str, value: &Value) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match value {
        Value::Null => {}
        Value::Bool(truth) => text(writer, &truth.to_string())?,
        Value::Number(number) => text(writer, &number.to_string())?,
        Value::String(words) => text(writer, words)?,
        Value::Array(items) => {
            for item in items {
                element(writer, one_of(name), item)?;
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                element(writer, name, member)?;
            }
        }
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

fn text(writer: &mut Writer<Cursor<Vec<u8>>>, words: &str) -> std::io::Result<()> {
    // XML knows no way to write most control characters.
    let plain: String = words
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    writer.write_event(Event::Text(BytesText::new(&plain)))
}

/// What the standard calls one element of a list.
fn one_of(list: &str) -> &str {
    match list {
        "service_requests" => "request",
        list => list.strip_suffix('s').unwrap_or("item"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_and_what_is_absent_are_written_as_the_standard_has_it() {
        let value = json!([{"service_request_id": "ADU", "status_notes": null, "description": "a < b & c"}]);
        let text = String::from_utf8(xml("service_requests", &value).unwrap()).unwrap();
        for part in [
            "<service_requests><request>",
            "<service_request_id>ADU</service_request_id>",
            "<status_notes></status_notes>",
            "<description>a &lt; b &amp; c</description>",
            "</request></service_requests>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
