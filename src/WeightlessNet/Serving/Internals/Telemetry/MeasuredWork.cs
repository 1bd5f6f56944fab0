using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Serving.Internals.Telemetry;

/// <summary>Work that has begun. When it is disposed of, its duration is recorded and its activity ends.</summary>
/// <param name="activity">The activity; null if nobody listens to it.</param>
/// <param name="duration">Records how long the work took; null for none.</param>
/// <param name="name">The tag with the recommender's name.</param>
internal sealed class MeasuredWork(Activity? activity, Histogram<double>? duration, KeyValuePair<string, object?> name) : IDisposable
{
    private const string ErrorTag = "error.type";

    private readonly long _began = Stopwatch.GetTimestamp();
    private string? _error;

    /// <summary>The work failed.</summary>
    public void Fail(Exception failure)
    {
        _error = failure.GetType().FullName;
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag(ErrorTag, _error);
    }

    /// <summary>Ends the work. What a listener throws is ignored: the work is done.</summary>
    public void Dispose()
    {
        try
        {
            Record(Stopwatch.GetElapsedTime(_began).TotalSeconds);
        }
        catch (Exception)
        {
            // A listener's.
        }

        try
        {
            activity?.Dispose();
        }
        catch (Exception)
        {
            // A listener's.
        }
    }

    private void Record(double seconds)
    {
        if (_error is null)
        {
            duration?.Record(seconds, name);
        }
        else
        {
            duration?.Record(seconds, name, new KeyValuePair<string, object?>(ErrorTag, _error));
        }
    }
}
