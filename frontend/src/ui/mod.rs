//! The family of components every page is made of. Nothing in here knows a domain: words, lists and
//! choices come in as properties, so that the next domain is built from the same pieces.

pub mod button;
pub mod card;
pub mod choice;
pub mod chunk;
pub mod clipboard;
pub mod combobox;
pub mod dialog;
pub mod error_summary;
mod exif;
pub mod field;
pub mod heading;
pub mod icon;
pub mod map;
pub mod map_view;
pub mod net_bar;
pub mod notice;
pub mod password;
pub mod photo;
pub mod place;
pub mod progress;
pub mod save;
pub mod search_box;
pub mod share;
pub mod tab;
pub mod timeline;
pub mod toast;

pub use button::{Button, ButtonKind, ButtonLink};
pub use card::{Card, EmptyState, Skeleton};
pub use choice::{Choice, Choices, SelectField, Tick};
pub use combobox::{Combobox, Entry};
pub use dialog::Dialog;
pub use error_summary::{ErrorSummary, Fault};
pub use field::{Field, TextField, TextKind};
pub use heading::Heading;
pub use icon::{Icon, IconName};
pub use map::Map;
pub use map_view::{Cluster, Looked, MapView, Spot, Tiles};
pub use net_bar::{Net, NetBar, NetStatus};
pub use notice::{Chip, Notice, Tone};
pub use password::PasswordField;
pub use progress::{Progress, Steps};
pub use search_box::SearchBox;
pub use tab::TabLink;
pub use timeline::{Moment, Timeline};
pub use toast::{Toaster, Toasts};
