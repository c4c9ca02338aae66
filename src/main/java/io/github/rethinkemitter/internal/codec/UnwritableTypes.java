package io.github.rethinkemitter.internal.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.net.URL;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Values whose content is not in their properties. JSON-B takes them for beans all the same, and writes {@code {}}, or their
 * flags: {@code {"done":true}} for a future.
 */
final class UnwritableTypes {

    private static final List<Class<?>> NEVER = List.of(
            BaseStream.class,
            Future.class,
            CompletionStage.class,
            Iterator.class,
            Enumeration.class,
            Spliterator.class,
            InputStream.class,
            OutputStream.class,
            Reader.class,
            Writer.class,
            Channel.class,
            Buffer.class,
            Thread.class,
            ThreadGroup.class,
            ThreadLocal.class,
            ClassLoader.class,
            AnnotatedElement.class,
            Executor.class,
            Lock.class,
            Reference.class,
            Process.class,
            AtomicBoolean.class,
            AtomicReference.class);

    // Trees of other libraries, and what containers put in the place of a bean. The words in front are those of
    // Class.toString, and keep the names as they are: a text that begins with a name of Jackson is given Jackson's new
    // one when the jar is packaged, and these are about the application's.
    private static final Set<String> NEVER_BY_NAME = Set.of(
            "interface com.fasterxml.jackson.core.TreeNode",
            "interface tools.jackson.core.TreeNode",
            "class com.google.gson.JsonElement",
            "class org.json.JSONObject",
            "class org.json.JSONArray",
            "class io.vertx.core.json.JsonObject",
            "class io.vertx.core.json.JsonArray",
            "interface org.jboss.weld.bean.proxy.ProxyObject",
            "interface org.apache.webbeans.proxy.OwbNormalScopeProxy",
            "interface io.quarkus.arc.ClientProxy");

    // What JSON-B knows of the JDK. It takes the rest for beans.
    private static final List<Class<?>> KNOWN = List.of(
            Number.class,
            Collection.class,
            Map.class,
            Map.Entry.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Date.class,
            Calendar.class,
            TimeZone.class,
            ZoneId.class,
            Instant.class,
            Duration.class,
            Period.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            YearMonth.class,
            MonthDay.class,
            URI.class,
            URL.class,
            UUID.class,
            Path.class,
            Throwable.class,
            StackTraceElement.class);

    // What is deeper is found by the writer to be too deep, mostly.
    private static final int DEPTH = 100;

    private static final ClassValue<Boolean> IS_NEVER_WRITTEN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isHidden() || NEVER.stream().anyMatch(never -> never.isAssignableFrom(type)) || isNamed(type);
        }
    };

    private @Nullable Set<Object> seen; // most values hold nothing

    private UnwritableTypes() {}

    /**
     * The type of a value that cannot be written: this one, or one in its properties, collections, maps and arrays; null for
     * none.
     */
    static @Nullable Class<?> in(@Nullable Object value) {
        return new UnwritableTypes().in(value, DEPTH);
    }

    /** Whether the JDK has this type and JSON-B does not know it, so that an object written of it is nothing. */
    static boolean isUnknown(Class<?> type) {
        return type.getName().startsWith("java.")
                && !type.isEnum()
                && KNOWN.stream().noneMatch(known -> known.isAssignableFrom(type));
    }

    private @Nullable Class<?> in(@Nullable Object value, int depth) {
        if (value == null || depth == 0) {
            return null;
        }
        var type = value.getClass();
        if (IS_NEVER_WRITTEN.get(type)) {
            return type;
        }
        if (value instanceof Collection<?> collection) {
            return isNew(value) ? inAny(collection, depth) : null;
        }
        if (value instanceof Map<?, ?> map) {
            return isNew(value) ? inAny(map.values(), depth) : null;
        }
        if (value instanceof Object[] array) {
            return isNew(value) ? inAny(Arrays.asList(array), depth) : null;
        }
        if (value instanceof Optional<?> optional) {
            return in(optional.orElse(null), depth - 1);
        }
        var getters = Getters.of(type);
        return getters.isEmpty() || !isNew(value) ? null : inProperties(value, getters, depth);
    }

    // Values that hold themselves have no end; the writer finds them.
    private boolean isNew(Object holder) {
        if (seen == null) {
            seen = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        return seen.add(holder);
    }

    private @Nullable Class<?> inProperties(Object bean, List<MethodHandle> getters, int depth) {
        for (var getter : getters) {
            Class<?> found;
            try {
                found = in(getter.invokeExact(bean), depth - 1);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                found = null; // JSON-B will meet it as well, and say where
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Class<?> inAny(Collection<?> values, int depth) {
        for (Object value : values) {
            var found = in(value, depth - 1);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean isNamed(Class<?> type) {
        for (Class<?> its = type; its != null; its = its.getSuperclass()) {
            if (NEVER_BY_NAME.contains(its.toString()) || namesOne(its.getInterfaces())) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesOne(Class<?>[] interfaces) {
        for (Class<?> face : interfaces) {
            if (NEVER_BY_NAME.contains(face.toString()) || namesOne(face.getInterfaces())) {
                return true;
            }
        }
        return false;
    }
}
