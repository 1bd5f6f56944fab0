using Microsoft.AspNetCore.Antiforgery;

namespace LiveTuning.Web;

/// <summary>Refuses changes that another site requests through a visitor's browser.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        return HttpMethods.IsGet(http.Request.Method) || await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : TypedResults.Problem("The page is out of date. Reload it.", statusCode: StatusCodes.Status400BadRequest);
    }
}
