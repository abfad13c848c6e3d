package io.tollgate.chat.edge;

import io.quarkus.vertx.http.ManagementInterface;
import io.tollgate.chat.route.LiveRoutes;
import io.tollgate.chat.route.RoutesReport;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What operators may look at, on the management port: like health and metrics it is not for the public, and whoever can reach
 * that port may read it.
 */
@Singleton
class AdminRoutes {

    private final LiveRoutes routes;

    AdminRoutes(LiveRoutes routes) {
        this.routes = routes;
    }

    void register(@Observes ManagementInterface management) {
        management
                .router()
                .get("/admin/routes")
                .handler(context -> context.response()
                        .putHeader("content-type", "application/json")
                        .end(RoutesReport.of(routes).toBuffer()));
    }
}
