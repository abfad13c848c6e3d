package io.tollgate.bench.peer;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A system that stands between a client and its provider as this gateway does, and what it does there. */
public enum Peer {
    NGINX("plain proxy", "apt-get install nginx-light") {
        @Override
        Optional<String> configuration(URI upstream, int port, Path directory) {
            return Optional.of("""
                    daemon off;
                    worker_processes 1;
                    pid %1$s/nginx.pid;
                    error_log %1$s/error.log;
                    events { worker_connections 16384; }
                    http {
                      access_log off;
                      client_max_body_size 64m;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      keepalive_requests 1000000000;
                      upstream provider { server %2$s:%3$d; keepalive 4096; keepalive_requests 1000000000; }
                      server {
                        listen 127.0.0.1:%4$d backlog=4096;
                        location / {
                          proxy_pass http://provider;
                          proxy_http_version 1.1;
                          proxy_set_header Connection "";
                          proxy_buffering off;
                          proxy_request_buffering off;
                        }
                      }
                    }
                    """.formatted(directory, upstream.getHost(), upstream.getPort(), port));
        }

        @Override
        List<String> command(Path configuration, int port) {
            return List.of("nginx", "-c", configuration.toString());
        }
    },
    CADDY("plain proxy", "apt-get install caddy") {
        @Override
        Optional<String> configuration(URI upstream, int port, Path directory) {
            return Optional.of("""
                    {
                      admin off
                      auto_https off
                      storage file_system %1$s/storage
                    }
                    http://127.0.0.1:%4$d {
                      bind 127.0.0.1
                      reverse_proxy %2$s:%3$d {
                        flush_interval -1
                        transport http {
                          keepalive_idle_conns_per_host 4096
                        }
                      }
                    }
                    """.formatted(directory, upstream.getHost(), upstream.getPort(), port));
        }

        @Override
        List<String> command(Path configuration, int port) {
            return List.of("caddy", "run", "--adapter", "caddyfile", "--config", configuration.toString());
        }
    },
    PORTKEY(
            "one provider, no keys, no limits",
            "npm install --prefix deploy/bench/target/portkey @portkey-ai/gateway@1.15.2") {
        // Where it is installed, from its configuration's place.
        private static final String START = "../../../portkey/node_modules/@portkey-ai/gateway/build/start-server.js";

        @Override
        List<String> command(Path configuration, int port) {
            return List.of("node", configuration.resolve(START).normalize().toString(), "--headless", "--port=" + port);
        }

        // It drops fields of the body that it does not know, so the simulated provider is told in a header.
        @Override
        Map<String, String> headers(URI upstream, String simulator) {
            return Map.of(
                    "x-portkey-provider",
                    "openai",
                    "x-portkey-custom-host",
                    upstream.resolve("/v1").toString(),
                    "x-portkey-forward-headers",
                    "x-simulator",
                    "x-simulator",
                    simulator);
        }
    };

    private final String does;
    private final String installation;

    Peer(String does, String installation) {
        this.does = does;
        this.installation = installation;
    }

    /** Its name on the command line and in results. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does for a request, in a few words. */
    public String does() {
        return does;
    }

    /** The command that installs it, from the checkout's folder. */
    public String installation() {
        return installation;
    }

    /** The text of its configuration file; empty if it needs none. */
    Optional<String> configuration(URI upstream, int port, Path directory) {
        return Optional.empty();
    }

    abstract List<String> command(Path configuration, int port);

    /** @param simulator what the simulated provider is told, as JSON */
    Map<String, String> headers(URI upstream, String simulator) {
        return Map.of();
    }
}
