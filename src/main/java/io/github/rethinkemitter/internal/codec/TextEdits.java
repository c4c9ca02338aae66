package io.github.rethinkemitter.internal.codec;

import java.util.ArrayDeque;
import java.util.Deque;

/** A text of which some pieces are replaced. Pieces are added in the order in which they end; an outer one swallows inner ones. */
final class TextEdits {

    private final String text;
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private record Piece(int from, int to, String instead) {}

    TextEdits(String text) {
        this.text = text;
    }

    void replace(int from, int to, String instead) {
        while (!pieces.isEmpty() && pieces.getLast().from() >= from) {
            pieces.removeLast();
        }
        pieces.addLast(new Piece(from, to, instead));
    }

    String result() {
        if (pieces.isEmpty()) {
            return text;
        }
        var out = new StringBuilder(text.length());
        int done = 0;
        for (Piece piece : pieces) {
            out.append(text, done, piece.from()).append(piece.instead());
            done = piece.to();
        }
        return out.append(text, done, text.length()).toString();
    }
}
