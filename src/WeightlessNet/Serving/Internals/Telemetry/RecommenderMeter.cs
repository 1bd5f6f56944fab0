using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Serving.Internals.Telemetry;

/// <summary>Reports what one recommender does, under its name. Costs neither time stamps nor memory when nobody listens.</summary>
/// <param name="name">The recommender's name.</param>
/// <remarks>
/// Thread-safe. What a listener throws is ignored: when it is called the work is done, and a change that is in the log must not fail.
/// </remarks>
internal sealed class RecommenderMeter(string name)
{
    /// <summary>The tag of each measurement.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new(RecommenderTelemetry.NameTag, name);

    /// <summary>Reports the sizes whenever somebody asks, until <see cref="Stop"/>.</summary>
    public void Start(ObservedSizes sizes) => ServingInstruments.Observe(this, sizes);

    /// <summary>Reports the sizes no longer, and holds nothing of the recommender.</summary>
    public void Stop() => ServingInstruments.Unobserve(this);

    public void Learned(long ratings) => Add(ServingInstruments.RatingsLearned, ratings);

    public void Forgot(int ratings, int users)
    {
        Add(ServingInstruments.RatingsForgotten, ratings);
        if (users > 0)
        {
            Add(ServingInstruments.UsersForgotten, users);
        }
    }

    /// <summary>A list begins.</summary>
    /// <returns>The time, for <see cref="EndList"/>; 0 if nobody wants to know how long it takes.</returns>
    public static long BeginList() => ServingInstruments.ListDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void EndList(long began)
    {
        Add(ServingInstruments.Lists, 1);
        if (began != 0)
        {
            Record(ServingInstruments.ListDuration, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    public void Flushed(int changes) => Record(ServingInstruments.FlushChanges, changes);

    /// <summary>A write to the log begins; null if nobody listens.</summary>
    public MeasuredWork? BeginFlush() => Begin("weightlessnet.flush", ServingInstruments.FlushDuration);

    /// <summary>A checkpoint begins; null if nobody listens.</summary>
    public MeasuredWork? BeginCheckpoint() => Begin("weightlessnet.checkpoint", ServingInstruments.CheckpointDuration);

    /// <summary>A training begins; null if nobody listens.</summary>
    public MeasuredWork? BeginTraining() => Begin("weightlessnet.train", ServingInstruments.TrainingDuration);

    /// <summary>The opening of a folder begins; null if nobody listens.</summary>
    public MeasuredWork? BeginOpening() => Begin("weightlessnet.open", null);

    private MeasuredWork? Begin(string activity, Histogram<double>? duration)
    {
        try
        {
            if (duration is not { Enabled: true } && !ServingInstruments.Activities.HasListeners())
            {
                return null;
            }

            Activity? begun = ServingInstruments.Activities.StartActivity(ActivityKind.Internal, tags: [Tag], name: activity);
            return new MeasuredWork(begun, duration, Tag);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private void Add(Counter<long> counter, long value)
    {
        if (!counter.Enabled)
        {
            return;
        }

        try
        {
            counter.Add(value, Tag);
        }
        catch (Exception)
        {
            // A listener's.
        }
    }

    private void Record<T>(Histogram<T> histogram, T value)
        where T : struct
    {
        try
        {
            histogram.Record(value, Tag);
        }
        catch (Exception)
        {
            // A listener's.
        }
    }
}
