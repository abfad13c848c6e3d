package io.tollgate.moderation.engine.automaton;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A state while the automaton is built. */
final class TrieNode {

    /** By code, ascending. */
    final TreeMap<Integer, TrieNode> children = new TreeMap<>();

    final List<Integer> patterns = new ArrayList<>();

    /** Where the longest proper suffix that is a prefix of a pattern leads; the root's is itself. */
    TrieNode fail = this;

    int state;
}
