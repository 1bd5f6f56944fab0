using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Orleans.Internals;

/// <summary>A call that is measured from its creation to <see cref="Dispose"/>, if anybody listens.</summary>
internal readonly struct MeasuredCall : IDisposable
{
    private const string Outcome = "error.type";

    private readonly Histogram<double> _duration;
    private readonly Activity? _activity;
    private readonly long _began;

    private MeasuredCall(string activity, Histogram<double> duration)
    {
        _duration = duration;
        _activity = ClusterInstruments.Activities.StartActivity(activity);
        _began = duration.Enabled ? Stopwatch.GetTimestamp() : 0;
    }

    /// <summary>Runs a call and measures it, with the type of the exception if it fails.</summary>
    public static async Task<T> RunAsync<T>(string activity, Histogram<double> duration, Func<Task<T>> call)
    {
        using MeasuredCall measured = new(activity, duration);
        try
        {
            T result = await call().ConfigureAwait(false);
            measured.End(null);
            return result;
        }
        catch (Exception failure)
        {
            measured.End(failure);
            throw;
        }
    }

    public void Dispose() => _activity?.Dispose();

    private void End(Exception? failure)
    {
        string? type = failure?.GetType().FullName;
        if (_began != 0)
        {
            double seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
            if (type is null)
            {
                _duration.Record(seconds);
            }
            else
            {
                _duration.Record(seconds, new KeyValuePair<string, object?>(Outcome, type));
            }
        }

        if (type is not null)
        {
            _activity?.SetTag(Outcome, type);
            _activity?.SetStatus(ActivityStatusCode.Error, failure!.Message);
        }
    }
}
