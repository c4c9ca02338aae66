package io.github.rethinkemitter.internal.runtime;

import java.util.function.Predicate;

/** The callers of the current method, on the current thread. */
final class CallStack {

    private CallStack() {}

    /** Whether a class of that class's package is among the callers. */
    static boolean hasPackageOf(Class<?> type) {
        return has(caller -> caller.getPackageName().equals(type.getPackageName()));
    }

    /** Whether that class is among the callers. */
    static boolean hasClass(Class<?> type) {
        return has(caller -> caller == type);
    }

    private static boolean has(Predicate<Class<?>> wanted) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.map(StackWalker.StackFrame::getDeclaringClass).anyMatch(wanted));
    }
}
