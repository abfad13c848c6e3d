package io.tollgate.chat.route;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a provider's model can do; what is empty is not known, and then assumed.
 *
 * @param contextLength tokens that it can read and write together
 * @param outputLength tokens that it can write
 * @param tools whether it can call tools
 * @param inputs what its messages may hold
 * @param renamed parameters that it knows under another name
 * @param dropped parameters that it refuses, and that are left out
 * @param refused parameters that it refuses, and that the caller is told about
 */
public record ModelTraits(
        OptionalInt contextLength,
        OptionalInt outputLength,
        Optional<Boolean> tools,
        Optional<Set<Modality>> inputs,
        Map<String, String> renamed,
        Set<String> dropped,
        Set<String> refused) {

    public static final ModelTraits UNKNOWN = new ModelTraits(
            OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Map.of(), Set.of(), Set.of());

    public ModelTraits {
        inputs = inputs.map(Set::copyOf);
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
        refused = Set.copyOf(refused);
    }

    /** Whether a parameter cannot go to the model as it is. */
    public boolean changes(String parameter) {
        return renamed.containsKey(parameter) || dropped.contains(parameter) || refused.contains(parameter);
    }

    /** Whether any parameter cannot go to the model as it is. */
    public boolean changesAny() {
        return !renamed.isEmpty() || !dropped.isEmpty() || !refused.isEmpty();
    }
}
