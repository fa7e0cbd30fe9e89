//! What a form was told when it was sent: at which field something is wrong, and what concerns the whole. A refusal is
//! shown at the control of its field, whether this app or the server found it.

use leptos::prelude::*;
use shared::error::FieldError;
use shared::valid::Valid;

use crate::api::ApiFailure;
use crate::message;
use crate::ui::{ErrorSummary, Fault, Notice, Tone};

/// Which control stands for which field of the body: `(field, id of the control)`. A field of a list element reads as
/// the field alone.
pub type Controls = &'static [(&'static str, &'static str)];

#[derive(Clone, Copy)]
pub struct Judged {
    faults: RwSignal<Vec<Fault>>,
    whole: RwSignal<Option<String>>,
    controls: Controls,
}

impl Judged {
    pub fn new(controls: Controls) -> Self {
        Self {
            faults: RwSignal::new(Vec::new()),
            whole: RwSignal::new(None),
            controls,
        }
    }

    pub fn clear(self) {
        self.faults.set(Vec::new());
        self.whole.set(None);
    }

    /// Nothing was found wrong so far.
    pub fn is_clean(self) -> bool {
        self.faults.with_untracked(Vec::is_empty) && self.whole.with_untracked(Option::is_none)
    }

    pub fn fault(self, id: &str, message: impl Into<String>) {
        let fault = Fault {
            id: id.to_owned(),
            message: message.into(),
        };
        self.faults.try_update(|faults| faults.push(fault));
    }

    /// What concerns the whole, in words.
    pub fn tell(self, words: String) {
        self.whole.try_set(Some(words));
    }

    /// Tells what the rules find wrong, beside what is told already.
    pub fn check(self, body: impl garde::Validate<Context = ()>) {
        if let Err(error) = Valid::check(body) {
            let found = self.faults_of(&error.fields);
            self.faults.try_update(|faults| faults.extend(found));
        }
    }

    /// The person may have left the form before the answer came.
    pub fn take(self, failure: &ApiFailure) {
        let fields: &[FieldError] = match failure {
            ApiFailure::Refused(error) => &error.fields,
            ApiFailure::Offline | ApiFailure::Broken => &[],
        };
        let faults = self.faults_of(fields);
        let whole = faults.is_empty().then(|| message::of_failure(failure));
        self.faults.try_set(faults);
        self.whole.try_set(whole);
    }

    fn faults_of(self, fields: &[FieldError]) -> Vec<Fault> {
        fields
            .iter()
            .filter_map(|field| {
                let id = self.control_of(&field.field)?;
                Some(Fault {
                    id: id.to_owned(),
                    message: field.message.clone(),
                })
            })
            .collect()
    }

    fn control_of(self, field: &str) -> Option<&'static str> {
        control_of(self.controls, field)
    }

    /// What is wrong at the control `id`.
    pub fn at(self, id: &'static str) -> Signal<Option<String>> {
        Fault::of(self.faults.into(), id)
    }
}

/// `tugas[0].wilayah` is the control of `wilayah`.
fn control_of(controls: Controls, field: &str) -> Option<&'static str> {
    let last = field.rsplit('.').next().unwrap_or(field);
    controls
        .iter()
        .find(|(name, _)| *name == field)
        .or_else(|| controls.iter().find(|(name, _)| *name == last))
        .map(|(_, id)| *id)
}

/// Stands at the top of the form.
#[component]
pub fn JudgedSummary(judged: Judged) -> impl IntoView {
    view! {
        <ErrorSummary faults=judged.faults />
        {move || {
            judged
                .whole
                .get()
                .map(|words| {
                    view! {
                        <Notice tone=Tone::Clay alert=true>
                            <p>{words}</p>
                        </Notice>
                    }
                })
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_list_is_shown_at_the_control_of_its_name() {
        let controls: Controls = &[("nama", "akun-nama"), ("wilayah", "tugas-wilayah")];
        assert_eq!(control_of(controls, "nama"), Some("akun-nama"));
        assert_eq!(control_of(controls, "tugas[0].wilayah"), Some("tugas-wilayah"));
        assert_eq!(control_of(controls, "asal.urutan"), None);
    }
}
