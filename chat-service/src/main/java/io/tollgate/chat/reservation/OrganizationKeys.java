package io.tollgate.chat.reservation;

/**
 * The names of an organization's keys in Redis. The braces are a hash tag: in a cluster all of them live on one node, which
 * is what allows one script to change several.
 */
record OrganizationKeys(String organization) {

    /** Hash: {@code <budget field>:l|c|r|v|e}, the limit, committed, reserved, version and end of a budget's period. */
    String budgets() {
        return key("budgets");
    }

    /** Sorted set: attempt by the end of its lease, in milliseconds since the epoch. */
    String leases() {
        return key("leases");
    }

    /** Hash: attempt to {@code amount|field,field}. */
    String reservations() {
        return key("reservations");
    }

    /** Hash: attempt to the event that stands for it if nobody settles it. */
    String orphans() {
        return key("orphans");
    }

    /** Sorted set: attempt by when its event was stored or last claimed, in milliseconds since the epoch. */
    String outboxOrder() {
        return key("outbox-order");
    }

    /** Hash: attempt to the event that waits for Kafka. */
    String outbox() {
        return key("outbox");
    }

    /** Of a window a hash: {@code t|o|n}, its total, oldest and newest bucket, and a count by bucket; of slots a sorted set. */
    String limit(String counter) {
        return key("limit:" + counter);
    }

    /** An answer that was given before. */
    String answer(String fingerprint) {
        return key("answer:" + fingerprint);
    }

    /** Sorted set: a question by the end of its answer's life, in milliseconds since the epoch. */
    String questions(String partition) {
        return key("questions:" + partition);
    }

    private String key(String kind) {
        return "tollgate:{" + organization + "}:" + kind;
    }
}
