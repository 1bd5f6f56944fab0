using LiveTuning.Audience;

namespace LiveTuning.Web;

/// <summary>Answers changes that were not made, with the reason.</summary>
internal sealed partial class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (VisitorLimitException limit)
        {
            return TypedResults.Problem(limit.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (TooManyNewcomersException crowd)
        {
            return TypedResults.Problem(crowd.Message, statusCode: StatusCodes.Status429TooManyRequests);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogFailure(failure);
            return TypedResults.Problem(
                "The server cannot store anything now, perhaps because its disk is full. Nothing was changed. Try again later.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(LogLevel.Error, "A change cannot be stored.")]
    private partial void LogFailure(Exception failure);
}
