package io.github.rethinkemitter.page;

import jakarta.inject.Inject;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page in a web application, for users who have the role that {@code rethink.emitter.page.role} names. It has no superclass, because
 * builds of Quarkus without servlets never end when they meet a class whose superclass is missing.
 */
public class PageServlet implements Servlet {

    @Inject
    private PageHandler handler;

    private @Nullable ServletConfig config;

    /** For the container. */
    public PageServlet() {}

    @Override
    public void init(ServletConfig config) {
        this.config = config;
        var settings = handler.page().settings();
        if (settings.role().isEmpty() && settings.port() <= 0) {
            Log.noRole();
        }
    }

    @Override
    public @Nullable ServletConfig getServletConfig() {
        return config;
    }

    @Override
    public String getServletInfo() {
        return "The page of Rethink Emitter";
    }

    @Override
    public void destroy() {}

    @Override
    public void service(ServletRequest request, ServletResponse response) {
        try {
            answer((HttpServletRequest) request, (HttpServletResponse) response);
        } catch (IOException e) {
            // The viewer has gone. Containers would log it.
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var exchange = new ServletExchange(request, response);
        var role = handler.page().settings().role();
        if (role.isEmpty()) {
            PageHandler.refuse(exchange, HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getUserPrincipal() == null && !logsIn(request, response)) {
            if (!response.isCommitted()) {
                PageHandler.refuse(exchange, HttpServletResponse.SC_UNAUTHORIZED);
            }
        } else if (!request.isUserInRole(role)) {
            PageHandler.refuse(exchange, HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getPathInfo() == null) {
            response.sendRedirect(
                    request.getRequestURI() + "/"); // or the browser would look for page.js beside the page
        } else {
            handler.handle(exchange, request.getUserPrincipal().getName());
        }
    }

    // The container asks for name and password, if the application has a login at all.
    private static boolean logsIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return request.authenticate(response);
        } catch (ServletException e) {
            return false;
        }
    }

    private record ServletExchange(HttpServletRequest request, HttpServletResponse response) implements PageExchange {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            var path = request.getPathInfo();
            return path == null ? "" : path.substring(1);
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(request.getParameter(name));
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(request.getHeader(name));
        }

        @Override
        public String origin() {
            var url = request.getRequestURL();
            return url.substring(0, url.indexOf("/", url.indexOf("//") + 2));
        }

        @Override
        public byte[] body(int longest) throws IOException {
            return request.getInputStream().readNBytes(longest);
        }

        @Override
        public void setHeader(String name, String value) {
            response.setHeader(name, value);
        }

        @Override
        public OutputStream answer(int status) throws IOException {
            response.setStatus(status);
            return response.getOutputStream();
        }
    }
}
