package io.tollgate.billing.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Calls the API with the default organization's admin key. */
public final class Admin {

    private Admin() {}

    public static RequestSpecification request() {
        return with(BillingProfile.ADMIN_KEY);
    }

    public static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    public static ValidatableResponse get(String path, Object... parameters) {
        return request().get(path, parameters).then();
    }

    public static ValidatableResponse post(String path, String body) {
        return request().body(body).post(path).then();
    }

    public static ValidatableResponse delete(String path) {
        return request().delete(path).then();
    }

    /** A new project's id. */
    public static String newProject(String name) {
        return post("/v1/organization/projects", "{\"name\":\"" + name + "\"}")
                .statusCode(200)
                .extract()
                .path("id");
    }
}
