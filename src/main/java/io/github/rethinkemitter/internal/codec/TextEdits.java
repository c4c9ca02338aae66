package io.github.rethinkemitter.internal.codec;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A text in which some pieces are replaced. The pieces are given in the order of their ends. A piece that contains earlier
 * pieces replaces them, too.
 */
final class TextEdits {

    private final String text;
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private record Piece(int from, int to, String replacement) {}

    TextEdits(String text) {
        this.text = text;
    }

    void replace(int from, int to, String replacement) {
        while (!pieces.isEmpty() && pieces.getLast().from() >= from) {
            pieces.removeLast();
        }
        pieces.addLast(new Piece(from, to, replacement));
    }

    String result() {
        if (pieces.isEmpty()) {
            return text;
        }
        var out = new StringBuilder(text.length());
        int copied = 0;
        for (Piece piece : pieces) {
            out.append(text, copied, piece.from()).append(piece.replacement());
            copied = piece.to();
        }
        return out.append(text, copied, text.length()).toString();
    }
}
