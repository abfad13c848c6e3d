package io.tollgate.moderation.engine.automaton;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Builds an automaton: codes for the characters in use, a trie, its fail links, and its layout in a double array. */
final class AutomatonBuilder {

    private static final int FREE = -1;

    private final char[] codes = new char[Character.MAX_VALUE + 1];
    private int codeCount;
    private final TrieNode root = new TrieNode();
    private final List<TrieNode> breadthFirst = new ArrayList<>();

    private final int[] lengths;
    private int[] bases = new int[0];
    private int[] checks = new int[0];
    private int firstFree = 1;

    AutomatonBuilder(List<String> patterns) {
        lengths = patterns.stream().mapToInt(String::length).toArray();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            insert(patterns.get(pattern), pattern);
        }
    }

    Automaton build() {
        link();
        layOut();
        return write();
    }

    private void insert(String pattern, int number) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("pattern " + number + " is empty: it would match everywhere");
        }
        TrieNode node = root;
        for (int i = 0; i < pattern.length(); i++) {
            node = node.children.computeIfAbsent(codeOf(pattern.charAt(i)), code -> new TrieNode());
        }
        node.patterns.add(number);
    }

    private int codeOf(char character) {
        if (codes[character] == 0) {
            codeCount++;
            codes[character] = (char) codeCount;
        }
        return codes[character];
    }

    /** Breadth first, so that the shorter suffixes are complete before the longer ones inherit from them. */
    private void link() {
        Queue<TrieNode> queue = new ArrayDeque<>();
        queue.add(root);
        while (!queue.isEmpty()) {
            TrieNode node = queue.remove();
            breadthFirst.add(node);
            node.children.forEach((code, child) -> {
                child.fail = node == root ? root : suffixTarget(node.fail, code);
                child.patterns.addAll(child.fail.patterns);
                queue.add(child);
            });
        }
    }

    private TrieNode suffixTarget(TrieNode start, int code) {
        TrieNode node = start;
        while (true) {
            TrieNode target = node.children.get(code);
            if (target != null) {
                return target;
            }
            if (node == root) {
                return root;
            }
            node = node.fail;
        }
    }

    private void layOut() {
        grow(breadthFirst.size() + codeCount + 1);
        root.state = Automaton.ROOT;
        for (TrieNode node : breadthFirst) {
            if (!node.children.isEmpty()) {
                int base = findBase(node);
                bases[node.state] = base;
                node.children.forEach((code, child) -> {
                    child.state = base + code;
                    checks[child.state] = node.state;
                });
            }
        }
    }

    /** The lowest base from the first free cell on at which every child finds its cell free. */
    private int findBase(TrieNode node) {
        while (checks[firstFree] != FREE) {
            firstFree++;
            grow(firstFree + codeCount + 2);
        }
        int first = node.children.firstKey();
        for (int base = Math.max(0, firstFree - first); ; base++) {
            grow(base + codeCount + 2);
            if (isFree(node, base)) {
                return base;
            }
        }
    }

    private boolean isFree(TrieNode node, int base) {
        for (int code : node.children.keySet()) {
            if (checks[base + code] != FREE) {
                return false;
            }
        }
        return true;
    }

    private void grow(int size) {
        if (size > checks.length) {
            int old = checks.length;
            int grown = Math.max(size, old * 2);
            bases = Arrays.copyOf(bases, grown);
            checks = Arrays.copyOf(checks, grown);
            Arrays.fill(checks, old, grown, FREE);
            // The root is nobody's child, and its cell may not become one.
            checks[Automaton.ROOT] = Integer.MAX_VALUE;
        }
    }

    private Automaton write() {
        // A transition may look one whole alphabet past the last state.
        int highest = breadthFirst.stream()
                .mapToInt(node -> Math.max(node.state, bases[node.state]))
                .max()
                .orElse(0);
        int[] cells = new int[(highest + codeCount + 1) * Automaton.CELL];
        for (int state = 0; state * Automaton.CELL < cells.length; state++) {
            cells[state * Automaton.CELL + Automaton.CHECK] = FREE;
            cells[state * Automaton.CELL + Automaton.OUTPUT] = Automaton.NO_OUTPUT;
        }
        int[] depths = new int[highest + codeCount + 1];
        List<Integer> outputs = new ArrayList<>();
        for (TrieNode node : breadthFirst) {
            node.children.values().forEach(child -> depths[child.state] = depths[node.state] + 1);
            int cell = node.state * Automaton.CELL;
            cells[cell + Automaton.BASE] = bases[node.state];
            cells[cell + Automaton.FAIL] = node.fail.state;
            if (node != root) {
                cells[cell + Automaton.CHECK] = checks[node.state];
            }
            if (!node.patterns.isEmpty()) {
                cells[cell + Automaton.OUTPUT] = outputs.size();
                outputs.addAll(node.patterns);
                outputs.add(Automaton.NO_OUTPUT);
            }
        }
        return new Automaton(
                codes, cells, outputs.stream().mapToInt(Integer::intValue).toArray(), depths, lengths);
    }
}
