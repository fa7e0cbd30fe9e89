//! Takes out of a PDF the fonts that it names and never uses. The maker lists the fourteen that every reader once had; a
//! reader that checks (PDF/A, archives) takes each of them for one that is missing.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// The same paper, with the fonts alone that some text of it is set in.
pub fn only_used(pdf: &[u8]) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(pdf).context("the PDF does not read")?;
    for page in document.page_iter().collect::<Vec<_>>() {
        let used = used(&document, page)?;
        let mut resources = resources(&document, page)?;
        let fonts: Dictionary = dictionary_of(&document, &resources, b"Font")?
            .into_iter()
            .filter(|(name, _)| used.contains(name))
            .collect();
        resources.set("Font", fonts);
        document.get_dictionary_mut(page)?.set("Resources", resources);
    }
    document.prune_objects();
    let mut kept = Vec::new();
    document.save_to(&mut kept).context("the PDF is not written")?;
    Ok(kept)
}

/// Names of the fonts that the page selects (operator `Tf`, ISO 32000-1, 9.3.1).
fn used(document: &Document, page: ObjectId) -> Result<BTreeSet<Vec<u8>>> {
    let content = document.get_and_decode_page_content(page)?;
    let selected = content
        .operations
        .iter()
        .filter(|operation| operation.operator == "Tf");
    selected
        .map(|operation| {
            let name = operation.operands.first().context("a font without a name")?;
            Ok(name.as_name()?.to_vec())
        })
        .collect()
}

fn resources(document: &Document, page: ObjectId) -> Result<Dictionary> {
    let page = document.get_dictionary(page)?;
    dictionary_of(document, page, b"Resources")
}

/// A dictionary within another, whether it lies there or elsewhere; empty where there is none.
fn dictionary_of(document: &Document, within: &Dictionary, name: &[u8]) -> Result<Dictionary> {
    match within.get(name) {
        Err(_) => Ok(dictionary! {}),
        Ok(Object::Reference(id)) => Ok(document.get_dictionary(*id)?.clone()),
        Ok(there) => Ok(there.as_dict()?.clone()),
    }
}
