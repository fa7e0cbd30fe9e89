//! Figures for Prometheus, at an address of their own (`PORTAL_METRICS`, off by default). They count and time; no
//! address, id, code or name of anybody is among them, so a label is always one of a known few.

mod observe;
mod serve;

pub use observe::observe;
pub use serve::bind;

use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry};

/// Upper bounds of the classes in which answers are timed, in seconds.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0];

pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    connections: IntGaugeVec,
    uploads: IntGaugeVec,
    aduan: IntGaugeVec,
}

impl Metrics {
    pub fn new() -> anyhow::Result<Self> {
        let registry = Registry::new_custom(Some("portal".to_owned()), None)?;
        let gauge = |name: &str, help: &str, label: &str| -> anyhow::Result<IntGaugeVec> {
            let gauge = IntGaugeVec::new(Opts::new(name, help), &[label])?;
            registry.register(Box::new(gauge.clone()))?;
            Ok(gauge)
        };
        let requests = IntCounterVec::new(
            Opts::new("http_requests_total", "Answers given, by route and status"),
            &["method", "route", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("http_request_seconds", "Time until an answer's head was ready")
                .buckets(SECONDS.to_vec()),
            &["method", "route"],
        )?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        Ok(Self {
            connections: gauge("database_connections", "Connections to the database", "state")?,
            uploads: gauge(
                "uploads",
                "Uploads in their table, by what they wait for",
                "state",
            )?,
            aduan: gauge("aduan", "Complaints, by status", "status")?,
            registry,
            requests,
            seconds,
        })
    }
}
