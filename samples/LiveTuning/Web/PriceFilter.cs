using LiveTuning.Films;
using WeightlessNet.Serving;

namespace LiveTuning.Web;

/// <summary>Counts an answer that ranks films as several requests if the visitor's ratings, or the films, make it expensive.</summary>
internal sealed class PriceFilter(Quotas quotas, VisitorCookie cookie, FilmCatalog films, Recommender<string, Film> recommender)
    : IEndpointFilter
{
    private const int RatingsPerRequest = 12;
    private const int FilmsPerRequest = 1_000;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        int ratings = recommender.RatingsOf(cookie.GuestOf(http).Key).Count;
        int price = (ratings / RatingsPerRequest) + (films.All.Count / FilmsPerRequest);
        if (price == 0)
        {
            return await next(context);
        }

        using IDisposable? turn = await quotas.TryPayAsync(http, price);
        if (turn is not null)
        {
            // On a thread of its own: on few processors one long answer would hold up the pool, which all other requests need.
            return await Task.Factory.StartNew(
                () => next(context).AsTask(), http.RequestAborted, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }

        Limits.SayWhenToRetry(http);
        return TypedResults.Problem(
            "You ask faster than the server answers. Wait a few seconds.", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
