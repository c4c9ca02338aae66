package io.github.rethinkemitter.internal.codec;

/** Finds texts that are no valid Unicode because they contain one half of a surrogate pair without the other. */
final class Surrogates {

    private Surrogates() {}

    static boolean hasLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
