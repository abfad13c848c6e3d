package io.tollgate.billing.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/** A second organization, which must never see anything of the first. */
public final class Tenants {

    public static final String OTHER = "org_other";
    public static final String OTHER_PROJECT = "proj_other";
    public static final String OTHER_ADMIN_KEY = "sk-admin-other-tenant-0123456789abcdef0123456789abc";

    private Tenants() {}

    /** Creates the other organization with an owner's admin key, if it is not there yet. */
    public static void createOther() {
        create("other", OTHER_ADMIN_KEY);
    }

    /** Creates {@code org_<name>} and {@code proj_<name>}, if they are not there yet, with an owner's admin key. */
    public static void create(String name, String adminKey) {
        run("INSERT INTO organization VALUES ('org_%1$s', '%1$s', now()) ON CONFLICT DO NOTHING".formatted(name));
        run("INSERT INTO project VALUES ('proj_%1$s', 'org_%1$s', '%1$s', 'active', now()) ON CONFLICT DO NOTHING"
                .formatted(name));
        run("INSERT INTO service_account VALUES ('svc_acct_%1$s', 'proj_%1$s', '%1$s', 'member', now())".formatted(name)
                + " ON CONFLICT DO NOTHING");
        run("INSERT INTO admin_key (id, organization, name, sha256, redacted_value, status, created_at, role,"
                + " service_account) VALUES ('key_%1$s_admin', 'org_%1$s', '%1$s', '%2$s', 'sk-admin-...', 'active', now(),"
                        .formatted(name, sha256(adminKey))
                + " 'owner', 'svc_acct_%1$s') ON CONFLICT DO NOTHING".formatted(name));
    }

    private static void run(String sql) {
        try {
            Database.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static String sha256(String secret) {
        try {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
