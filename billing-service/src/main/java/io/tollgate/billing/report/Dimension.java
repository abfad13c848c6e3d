package io.tollgate.billing.report;

/** What usage can be split by: the API's name, and the roll-up's expression. Only these reach a statement. */
enum Dimension {
    PROJECT("project_id", "project"),
    API_KEY("api_key_id", "key"),
    USER("user_id", "end_user"),
    MODEL("model", "model"),
    BATCH("batch", "(service_tier = 'batch')::text"),
    SERVICE_TIER("service_tier", "service_tier"),
    LINE_ITEM("line_item", "model || ', ' || item");

    private final String parameter;
    private final String expression;

    Dimension(String parameter, String expression) {
        this.parameter = parameter;
        this.expression = expression;
    }

    String parameter() {
        return parameter;
    }

    String expression() {
        return expression;
    }
}
