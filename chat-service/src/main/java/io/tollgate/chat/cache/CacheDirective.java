package io.tollgate.chat.cache;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client says about the cache. */
public enum CacheDirective {
    /** Nothing: the gateway's own rule holds. */
    UNSAID,
    /** {@code x-tollgate-cache: on}: an answer given before will do, although it might differ from a new one. */
    ON,
    /** {@code x-tollgate-cache: refresh} or {@code cache-control: no-cache}: a new answer, which is kept. */
    REFRESH,
    /** {@code x-tollgate-cache: off} or {@code cache-control: no-store}: a new answer, which is not kept. */
    OFF;

    /** The header that names a directive, and on an answer what became of it. */
    public static final String HEADER = "x-tollgate-cache";

    /**
     * The stricter of two headers holds; what is unknown says nothing.
     *
     * @param own {@code x-tollgate-cache}, null if absent
     * @param cacheControl {@code cache-control}, null if absent
     */
    public static CacheDirective of(@Nullable String own, @Nullable String cacheControl) {
        CacheDirective said = own == null ? UNSAID : ofOwn(own.strip().toLowerCase(Locale.ROOT));
        CacheDirective standard = cacheControl == null ? UNSAID : ofStandard(cacheControl);
        return said.compareTo(standard) >= 0 ? said : standard;
    }

    private static CacheDirective ofOwn(String value) {
        return switch (value) {
            case "on" -> ON;
            case "refresh" -> REFRESH;
            case "off" -> OFF;
            default -> UNSAID;
        };
    }

    private static CacheDirective ofStandard(String header) {
        CacheDirective strictest = UNSAID;
        for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            CacheDirective said =
                    switch (part.strip()) {
                        case "no-store" -> OFF;
                        case "no-cache" -> REFRESH;
                        default -> UNSAID;
                    };
            strictest = said.compareTo(strictest) > 0 ? said : strictest;
        }
        return strictest;
    }
}
