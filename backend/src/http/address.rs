//! Who is calling, by network address. What a proxy says is believed only when the proxy itself is trusted, else
//! anyone could write himself another address and slip the limits.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

/// Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks = parts.map(|part| {
            part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
                format!("PORTAL_TRUSTED_PROXIES (trusted_proxies): \"{part}\" bukan alamat atau jaringan, misalnya 10.0.0.0/8")
            })
        });
        Ok(Self(networks.collect::<Result<_, _>>()?))
    }
}

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|network| network.contains(&address.to_canonical()))
    }

    /// The caller: the nearest address in the chain that is no trusted proxy.
    pub fn client(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
        let Some(peer) = peer.map(|peer| peer.ip().to_canonical()) else {
            return IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        };
        if !self.trusts(peer) {
            return peer;
        }
        let mut nearest = peer;
        for part in forwarded_for(headers).into_iter().rev() {
            // A word that is no address was written by somebody else than our proxies.
            let Ok(address) = part.parse::<IpAddr>() else {
                break;
            };
            nearest = address.to_canonical();
            if !self.trusts(nearest) {
                break;
            }
        }
        nearest
    }

    /// Whether the caller reached us (or the trusted proxy before us) through TLS.
    pub fn is_tls(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
        let trusted = peer.is_some_and(|peer| self.trusts(peer.ip()));
        let proto = headers
            .get("x-forwarded-proto")
            .and_then(|value| value.to_str().ok());
        trusted && proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
    }
}

fn forwarded_for(headers: &HeaderMap) -> Vec<&str> {
    let lines = headers
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

/// The unit that limits count by: one address of IPv4, one /64 of IPv6, since a household holds that many.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Origin(IpAddr);

impl From<IpAddr> for Origin {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(IpAddr::V4(v4)),
            IpAddr::V6(v6) => Self(IpAddr::V6(Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX)))),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.append(
            HeaderName::from_static("x-forwarded-for"),
            HeaderValue::from_str(forwarded).unwrap(),
        );
        let peer = SocketAddr::new(peer.parse().unwrap(), 1);
        trusted
            .parse::<TrustedProxies>()
            .unwrap()
            .client(Some(peer), &headers)
            .to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(client("", "203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(client("10.0.0.0/8", "203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(client("10.0.0.0/8", "10.1.1.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(
            client("10.0.0.0/8", "::ffff:10.1.1.1", "198.51.100.1"),
            "198.51.100.1"
        );
    }

    #[test]
    fn what_the_caller_wrote_before_the_proxy_is_ignored() {
        assert_eq!(
            client("10.0.0.0/8", "10.1.1.1", "1.1.1.1, 198.51.100.1, 10.2.2.2"),
            "198.51.100.1"
        );
        assert_eq!(client("10.0.0.0/8", "10.1.1.1", "1.1.1.1, nonsense"), "10.1.1.1");
    }

    #[test]
    fn an_ipv6_household_counts_as_one() {
        let origin = |text: &str| Origin::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(origin("2001:db8:1:2::1"), origin("2001:db8:1:2:ffff::9"));
        assert_ne!(origin("2001:db8:1:2::1"), origin("2001:db8:1:3::1"));
    }
}
