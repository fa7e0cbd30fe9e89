//! The OpenAPI document as lines of a page.

use serde::Serialize;
use serde_json::Value;
use shared::error::ErrorCode;

const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "options"];

#[derive(Serialize)]
pub struct Api {
    intro: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
    codes: Vec<Code>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

#[derive(Serialize)]
struct Operation {
    method: String,
    path: String,
    summary: String,
    /// Names of the credentials of which one is needed.
    credentials: Vec<String>,
    parameters: Vec<Parameter>,
    body: Option<Type>,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    place: &'static str,
    about: String,
    required: bool,
}

#[derive(Serialize)]
struct Answer {
    status: String,
    about: String,
    body: Option<Type>,
}

/// A type in words, with the name of the schema that describes it further down.
#[derive(Serialize)]
struct Type {
    text: String,
    schema: Option<String>,
}

#[derive(Serialize)]
struct Schema {
    name: String,
    about: String,
    values: Vec<String>,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    r#type: Type,
    required: bool,
    about: String,
}

#[derive(Serialize)]
struct Code {
    code: &'static str,
    status: u16,
    title: &'static str,
}

pub fn api(document: &Value) -> Api {
    let tags = document["tags"].as_array().into_iter().flatten();
    let schemas = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten();
    Api {
        intro: text(&document["info"]["description"]),
        groups: tags.map(|tag| group(document, tag)).collect(),
        schemas: schemas.map(|(name, schema)| describe(name, schema)).collect(),
        codes: ErrorCode::ALL
            .into_iter()
            .map(|code| Code {
                code: code.as_str(),
                status: code.status(),
                title: code.title(),
            })
            .collect(),
    }
}

fn group(document: &Value, tag: &Value) -> Group {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let found = &item[method];
            if found["tags"]
                .as_array()
                .is_some_and(|tags| tags.contains(&tag["name"]))
            {
                operations.push(operation(method, path, found));
            }
        }
    }
    Group {
        name: text(&tag["name"]),
        about: text(&tag["description"]),
        operations,
    }
}

fn operation(method: &str, path: &str, found: &Value) -> Operation {
    let credentials = found["security"].as_array().into_iter().flatten();
    let parameters = found["parameters"].as_array().into_iter().flatten();
    let answers = found["responses"].as_object().into_iter().flatten();
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&found["summary"]),
        credentials: credentials
            .filter_map(|one| one.as_object()?.keys().next().cloned())
            .collect(),
        parameters: parameters.map(parameter).collect(),
        body: content(&found["requestBody"]),
        answers: answers
            .map(|(status, answer)| Answer {
                status: status.clone(),
                about: text(&answer["description"]),
                body: content(answer),
            })
            .collect(),
    }
}

fn parameter(found: &Value) -> Parameter {
    let place = match found["in"].as_str() {
        Some("path") => "alamat",
        Some("query") => "kueri",
        Some("header") => "header",
        Some(_) | None => "lainnya",
    };
    Parameter {
        name: text(&found["name"]),
        place,
        about: text(&found["description"]),
        required: found["required"].as_bool().unwrap_or_default(),
    }
}

fn content(of: &Value) -> Option<Type> {
    let (media_type, body) = of["content"].as_object()?.iter().next()?;
    let found = type_of(&body["schema"]);
    if media_type == "application/json" {
        return Some(found);
    }
    Some(Type {
        text: media_type.clone(),
        schema: found.schema,
    })
}

fn type_of(schema: &Value) -> Type {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return Type {
            text: name.to_owned(),
            schema: Some(name.to_owned()),
        };
    }
    let either = schema["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|one| one["type"] != "null");
    if let Some(one) = either {
        return type_of(one);
    }
    let name = match &schema["type"] {
        Value::Array(names) => names
            .iter()
            .find(|name| *name != "null")
            .map(text)
            .unwrap_or_default(),
        other => text(other),
    };
    if name == "array" {
        let items = type_of(&schema["items"]);
        return Type {
            text: format!("daftar {}", items.text),
            schema: items.schema,
        };
    }
    let text = match schema["format"].as_str() {
        Some(format) => format!("{name} ({format})"),
        None if name.is_empty() => "apa saja".to_owned(),
        None => name,
    };
    Type { text, schema: None }
}

fn describe(name: &str, schema: &Value) -> Schema {
    // What is flattened into a type stands in parts.
    let parts: Vec<&Value> = schema["allOf"]
        .as_array()
        .map_or_else(|| vec![schema], |parts| parts.iter().collect());
    let mut fields = Vec::new();
    for part in parts {
        let required = part["required"].as_array();
        for (field, found) in part["properties"].as_object().into_iter().flatten() {
            fields.push(Field {
                name: field.clone(),
                r#type: type_of(found),
                required: required.is_some_and(|names| names.iter().any(|name| name == field)),
                about: text(&found["description"]),
            });
        }
    }
    let values = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    Schema {
        name: name.to_owned(),
        about: text(&schema["description"]),
        values,
        fields,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
