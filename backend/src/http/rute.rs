//! Routes are registered with what they need, and in no other way: so the list of them is whole, and a test can walk
//! every route as everybody.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpMessage, HttpRequest, Resource, Responder, Scope};
use anyhow::Context;
use shared::account::Hak;

use crate::account::Petugas;
use crate::db::Db;
use crate::error::Result;
use crate::http::idempotency::IdempotencyKey;

/// Who may come in. What he then finds is judged by each domain: a foreign record is answered like one that is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Butuh {
    /// Anyone.
    Siapa,
    /// Whoever shows the reporter's key, or an account with the right. The extractor `Pembaca` is the guard, since some
    /// routes must first read what is being sent.
    Kunci(Hak),
    /// The same for what may wait on a device and is done once; see [`Petugas::must_once`].
    KunciSekali(Hak),
    /// Whoever is logged in, also one who has still something to do before anything else: what he does here is for
    /// himself, and may be just that.
    Diri,
    /// Whoever is logged in.
    Akun,
    /// An account with the right.
    Hak(Hak),
    /// The same for what may wait on a device and is done once; see [`Petugas::must_once`].
    HakSekali(Hak),
}

/// A route that is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terdaftar {
    pub method: Method,
    /// As OpenAPI writes it: `/api/aduan/{id}`.
    pub path: String,
    pub butuh: Butuh,
}

/// What the app serves, while it is put together.
pub struct Rute<'a> {
    app: &'a mut ServiceConfig,
    list: Vec<Terdaftar>,
}

impl<'a> Rute<'a> {
    pub const fn new(app: &'a mut ServiceConfig) -> Self {
        Self {
            app,
            list: Vec::new(),
        }
    }

    /// All methods of one path. A path is given once: the first that fits a request answers it.
    pub fn at(&mut self, path: &str, build: impl FnOnce(Tempat) -> Tempat) -> &mut Self {
        let Tempat { resource, list, .. } = build(Tempat::new("", path));
        self.list.extend(list);
        self.app.service(resource);
        self
    }

    /// Paths below one prefix that share what `close` wraps around them.
    pub fn within<S: HttpServiceFactory + 'static>(
        &mut self,
        prefix: &str,
        places: impl IntoIterator<Item = Tempat>,
        close: impl FnOnce(Scope) -> S,
    ) -> &mut Self {
        let mut scope = web::scope(prefix);
        for Tempat { resource, list, .. } in places {
            self.list.extend(list);
            scope = scope.service(resource);
        }
        self.app.service(close(scope));
        self
    }

    pub fn into_list(self) -> Vec<Terdaftar> {
        self.list
    }
}

/// One path with its methods.
pub struct Tempat {
    path: String,
    resource: Resource,
    list: Vec<Terdaftar>,
}

impl Tempat {
    /// `path` as the router sees it within `prefix`, which a scope may have taken off.
    pub fn new(prefix: &str, path: &str) -> Self {
        Self {
            path: format!("{prefix}{path}"),
            resource: web::resource(path),
            list: Vec::new(),
        }
    }

    pub fn get<F, Args>(self, butuh: Butuh, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::GET, butuh, handler)
    }

    pub fn post<F, Args>(self, butuh: Butuh, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::POST, butuh, handler)
    }

    pub fn put<F, Args>(self, butuh: Butuh, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PUT, butuh, handler)
    }

    pub fn delete<F, Args>(self, butuh: Butuh, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::DELETE, butuh, handler)
    }

    pub fn on<F, Args>(mut self, method: Method, butuh: Butuh, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.list.push(Terdaftar {
            method: method.clone(),
            path: self.path.clone(),
            butuh,
        });
        let route = web::method(method)
            .to(handler)
            .wrap(from_fn(move |req, next| guard(butuh, req, next)));
        self.resource = self.resource.route(route);
        self
    }
}

/// The right that an officer needs where the reporter's key would do as well; `Pembaca` reads it.
#[derive(Clone, Copy)]
pub struct HakPetugas {
    pub hak: Hak,
    /// Whoever did this very aksi may be told so again without it.
    pub sekali: bool,
}

async fn guard(
    butuh: Butuh,
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let needed = match butuh {
        Butuh::Siapa => None,
        Butuh::Kunci(hak) | Butuh::KunciSekali(hak) => {
            let sekali = matches!(butuh, Butuh::KunciSekali(_));
            req.extensions_mut().insert(HakPetugas { hak, sekali });
            None
        }
        Butuh::Diri | Butuh::Akun | Butuh::Hak(_) | Butuh::HakSekali(_) => Some(butuh),
    };
    if let Some(butuh) = needed {
        match admit(req.request(), butuh).await {
            Ok(petugas) => drop(req.extensions_mut().insert(petugas)),
            // Answered and not handed on, so that the scope's own wrappers see a response.
            Err(error) => return Ok(req.error_response(error)),
        }
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

async fn admit(req: &HttpRequest, butuh: Butuh) -> Result<Petugas> {
    let petugas = Petugas::of_request(req).await?;
    match butuh {
        Butuh::Siapa | Butuh::Kunci(_) | Butuh::KunciSekali(_) | Butuh::Diri => {}
        Butuh::Akun => petugas.bebas()?,
        Butuh::Hak(hak) => petugas.must(hak)?,
        Butuh::HakSekali(hak) => {
            let db = req.app_data::<Data<Db>>().context("no database in the app")?;
            petugas.must_once(db, hak, IdempotencyKey::given(req)).await?;
        }
    }
    Ok(petugas)
}
