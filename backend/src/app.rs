//! The only list of domains. What stands here is served, and must stand in the OpenAPI document too.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, Error};
use shared::error::{ApiError, ErrorCode};
use tracing_actix_web::TracingLogger;

use crate::config::{Config, Tiles};
use crate::db::Db;
use crate::error::AppError;
use crate::files::{self, Files};
use crate::http::headers::{self, Policy};
use crate::http::limits::Limits;
use crate::http::log::RequestLog;
use crate::http::problem;
use crate::http::rute::{Rute, Terdaftar};
use crate::http::site::{self, Site};
use crate::jejak::{self, Pengantar};
use crate::metrics::{Metrics, observe};
use crate::pages::Pages;
use crate::perubahan::{self, Aliran};
use crate::tiles::{self, TileFile};
use crate::{
    account, aduan, batas_waktu, cek, clock, docs, kabar, open311, penyelamat, portal, pribadi, publik,
    sinkron, skpd, templat, wilayah,
};

/// What all workers of one process share.
#[derive(Clone)]
pub struct Shared {
    pub db: Data<Db>,
    pub config: Data<Config>,
    pub files: Data<Files>,
    pub metrics: Data<Metrics>,
    keys: Data<account::Keys>,
    limits: Data<Limits>,
    policy: Data<Policy>,
    pages: Data<Pages>,
    site: Data<Site>,
    tiles: Data<Option<TileFile>>,
    pengantar: Data<Pengantar>,
    pub aliran: Data<Aliran>,
}

impl Shared {
    /// Call it where a reactor runs.
    pub fn new(mut config: Config, db: Db) -> anyhow::Result<Self> {
        let tiles = open_tiles(&mut config)?;
        let files = Files::open(&config.data, &config.files, Arc::new(clock::now))?;
        Ok(Self {
            files: Data::new(files),
            metrics: Data::new(Metrics::new()?),
            tiles: Data::new(tiles),
            pengantar: Data::new(Pengantar::start(db.clone())),
            aliran: Data::new(Aliran::default()),
            db: Data::new(db),
            keys: Data::new(account::Keys::new(&config.secret)?),
            limits: Data::new(Limits::new(config.aduan_per_minute, config.aduan_burst)),
            policy: Data::new(Policy::new(&config)?),
            pages: Data::new(Pages::new(&config.district)?),
            site: Data::new(Site::load(config.site.as_deref(), &config.district.nama)?),
            config: Data::new(config),
        })
    }
}

/// The file of tiles, if the map comes from one; the map then goes no further than the file does.
fn open_tiles(config: &mut Config) -> anyhow::Result<Option<TileFile>> {
    match &config.tiles {
        Tiles::Url(_) => Ok(None),
        Tiles::File(path) => {
            let file = TileFile::open(path)?;
            config.tiles_zoom_max = config.tiles_zoom_max.min(file.zoom_max);
            Ok(Some(file))
        }
    }
}

fn domains(app: &mut ServiceConfig) -> Vec<Terdaftar> {
    let mut rute = Rute::new(app);
    portal::routes::configure(&mut rute);
    wilayah::routes::configure(&mut rute);
    wilayah::libur::routes::configure(&mut rute);
    batas_waktu::routes::configure(&mut rute);
    account::routes::configure(&mut rute);
    account::saya::configure(&mut rute);
    account::kelola::routes::configure(&mut rute);
    skpd::routes::configure(&mut rute);
    templat::routes::configure(&mut rute);
    aduan::tanda_terima::configure(&mut rute);
    aduan::kunci_baru::configure(&mut rute);
    aduan::mungkin::configure(&mut rute);
    aduan::dilihat::configure(&mut rute);
    aduan::ikut::configure(&mut rute);
    aduan::pecahan::configure(&mut rute);
    aduan::foto_petugas::configure(&mut rute);
    aduan::kategori::configure(&mut rute);
    aduan::pembetulan::configure(&mut rute);
    pribadi::routes::configure(&mut rute);
    kabar::langganan_routes::configure(&mut rute);
    aduan::routes::configure(&mut rute);
    cek::routes::configure(&mut rute);
    publik::routes::configure(&mut rute);
    publik::data::configure(&mut rute);
    open311::routes::configure(&mut rute);
    sinkron::routes::configure(&mut rute);
    penyelamat::routes::configure(&mut rute);
    perubahan::routes::configure(&mut rute);
    jejak::routes::configure(&mut rute);
    kabar::routes::configure(&mut rute);
    docs::routes::configure(&mut rute);
    files::photo::configure(&mut rute);
    files::routes::configure(&mut rute);
    tiles::routes::configure(&mut rute);
    rute.into_list()
}

/// Every route that is served, with what it needs.
pub fn routes() -> Vec<Terdaftar> {
    let mut list = Vec::new();
    // The app itself is thrown away: it is only asked what it would serve.
    drop(App::new().configure(|app| list = domains(app)));
    list
}

/// The app of one worker.
pub fn build(
    shared: Shared,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(shared.db)
        .app_data(shared.config)
        .app_data(shared.files)
        .app_data(shared.metrics)
        .app_data(shared.tiles)
        .app_data(shared.pengantar)
        .app_data(shared.aliran)
        .app_data(shared.keys)
        .app_data(shared.limits)
        .app_data(shared.policy)
        .app_data(shared.pages)
        .app_data(shared.site)
        .app_data(web::QueryConfig::default().error_handler(|error, _| unreadable_query(&error).into()))
        .app_data(web::PathConfig::default().error_handler(|_, _| AppError::not_found().into()))
        .configure(|app| drop(domains(app)))
        .default_service(web::to(site::serve))
        .wrap(from_fn(jejak::antar::hold))
        .wrap(from_fn(problem::explain))
        .wrap(Compress::default())
        .wrap(from_fn(headers::secure))
        .wrap(TracingLogger::<RequestLog>::new())
        .wrap(from_fn(observe))
}

fn unreadable_query(error: &actix_web::error::QueryPayloadError) -> AppError {
    tracing::debug!(%error, "unreadable query");
    AppError::Refused(ApiError::new(
        ErrorCode::BentukSalah,
        "Saringan di alamat tidak terbaca.",
    ))
}
