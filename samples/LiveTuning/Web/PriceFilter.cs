using LiveTuning.Films;
using WeightlessNet.Serving;

namespace LiveTuning.Web;

/// <summary>Lets an answer with reasons cost more of a visitor's quota, as many ratings make it expensive.</summary>
internal sealed class PriceFilter(Quotas quotas, VisitorCookie cookie, Recommender<string, Film> recommender) : IEndpointFilter
{
    private const int RatingsPerRequest = 12;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        int price = recommender.RatingsOf(cookie.GuestOf(http).Key).Count / RatingsPerRequest;
        if (quotas.TryPay(http, price))
        {
            return next(context);
        }

        Limits.SayWhenToRetry(http);
        return ValueTask.FromResult<object?>(TypedResults.Problem(
            "You ask faster than the server answers. Wait a few seconds.", statusCode: StatusCodes.Status429TooManyRequests));
    }
}
