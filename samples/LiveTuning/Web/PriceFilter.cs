using LiveTuning.Films;
using WeightlessNet.Serving;

namespace LiveTuning.Web;

/// <summary>Counts an answer that ranks films as several requests if the visitor's ratings, or the films, make it expensive.</summary>
internal sealed class PriceFilter(Quotas quotas, VisitorCookie cookie, FilmCatalog films, Recommender<string, Film> recommender)
    : IEndpointFilter
{
    private const int RatingsPerRequest = 12;
    private const int FilmsPerRequest = 1_000;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        int ratings = recommender.RatingsOf(cookie.GuestOf(http).Key).Count;
        int price = (ratings / RatingsPerRequest) + (films.All.Count / FilmsPerRequest);
        if (quotas.TryPay(http, price))
        {
            return next(context);
        }

        Limits.SayWhenToRetry(http);
        return ValueTask.FromResult<object?>(TypedResults.Problem(
            "You ask faster than the server answers. Wait a few seconds.", statusCode: StatusCodes.Status429TooManyRequests));
    }
}
