//! The macro that embeds the schema's history does not make Cargo look for new migrations.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
