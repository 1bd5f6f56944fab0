namespace LiveTuning.Web;

/// <summary>Refuses changes that another site requests through a visitor's browser: they lack the visitor's token.</summary>
internal sealed class TokenFilter(VisitorCookie cookie) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        return HttpMethods.IsGet(http.Request.Method) || cookie.HasToken(http)
            ? next(context)
            : ValueTask.FromResult<object?>(
                TypedResults.Problem("The page is out of date. Reload it.", statusCode: StatusCodes.Status400BadRequest));
    }
}
