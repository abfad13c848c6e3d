package io.tollgate.moderation.engine;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some of the subjects that terms speak for. One bit for each, as it is asked of every place at which a text that goes on may be cut.
 *
 * @param bits one for each category, in their order, and one for each mark after them
 */
public record SubjectSet(int bits) {

    /** Every term has its subject in it. */
    public static final SubjectSet ALL = new SubjectSet(-1);

    private static final int CATEGORIES = Category.values().length;

    /**
     * The subjects of the terms that may make something follow. Rules that are no category are always among them: what follows from
     * each is not known here.
     *
     * @param categories from which categories something follows
     * @param injection whether something follows from it
     */
    public static SubjectSet of(Predicate<Category> categories, boolean injection) {
        int bits = bit(Subject.Mark.RULE) | (injection ? bit(Subject.Mark.INJECTION) : 0);
        for (Category category : Category.values()) {
            Category parent = category.parent();
            bits |= categories.test(category) || (parent != null && categories.test(parent)) ? bit(category) : 0;
        }
        // It is made of two that stand near each other.
        if (categories.test(Category.SEXUAL_MINORS)) {
            bits |= bit(Category.SEXUAL) | bit(Subject.Mark.MINOR);
        }
        return new SubjectSet(bits);
    }

    @SuppressWarnings("EnumOrdinal") // The bits leave no process, and no order of the subjects is meant by them.
    static int bit(Subject subject) {
        return switch (subject) {
            case Subject.Harm harm -> bit(harm.category());
            case Subject.Mark mark -> 1 << (CATEGORIES + mark.ordinal());
        };
    }

    @SuppressWarnings("EnumOrdinal") // As above.
    private static int bit(Category category) {
        return 1 << category.ordinal();
    }

    boolean hasAny(int others) {
        return (bits & others) != 0;
    }

    /**
     * Whether the subject of what was found is among them; that of what is no term always is.
     *
     * @param finding null for a word for a minor
     */
    public boolean has(@Nullable Finding finding) {
        return hasAny(
                switch (finding) {
                    case null -> bit(Subject.Mark.MINOR);
                    case Hit hit -> bit(hit.category());
                    case InjectionFinding _ -> bit(Subject.Mark.INJECTION);
                    case RuleFinding _ -> bit(Subject.Mark.RULE);
                    case SensitiveFinding _ -> -1;
                });
    }
}
