using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WeightlessNet.Serving.Internals.Telemetry;

/// <summary>Reports what one recommender does, under its name. Costs neither time stamps nor memory when nobody listens.</summary>
/// <param name="name">The recommender's name.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecommenderMeter(string name)
{
    /// <summary>The tag of each measurement.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new(RecommenderTelemetry.NameTag, name);

    /// <summary>Reports the sizes whenever somebody asks, until <see cref="Stop"/>.</summary>
    public void Start(ObservedSizes sizes) => ServingInstruments.Observe(this, sizes);

    /// <summary>Reports the sizes no longer, and holds nothing of the recommender.</summary>
    public void Stop() => ServingInstruments.Unobserve(this);

    public void Learned(long ratings) => ServingInstruments.RatingsLearned.Add(ratings, Tag);

    public void Forgot(int ratings, int users)
    {
        ServingInstruments.RatingsForgotten.Add(ratings, Tag);
        if (users > 0)
        {
            ServingInstruments.UsersForgotten.Add(users, Tag);
        }
    }

    /// <summary>A list begins.</summary>
    /// <returns>The time, for <see cref="EndList"/>; 0 if nobody wants to know how long it takes.</returns>
    public static long BeginList() => ServingInstruments.ListDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void EndList(long began)
    {
        ServingInstruments.Lists.Add(1, Tag);
        if (began != 0)
        {
            ServingInstruments.ListDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Tag);
        }
    }

    public void Flushed(int changes) => ServingInstruments.FlushChanges.Record(changes, Tag);

    /// <summary>A write to the log begins; null if nobody listens.</summary>
    public MeasuredWork? BeginFlush() => Begin("weightlessnet.flush", ServingInstruments.FlushDuration);

    /// <summary>A checkpoint begins; null if nobody listens.</summary>
    public MeasuredWork? BeginCheckpoint() => Begin("weightlessnet.checkpoint", ServingInstruments.CheckpointDuration);

    /// <summary>A training begins; null if nobody listens.</summary>
    public MeasuredWork? BeginTraining() => Begin("weightlessnet.train", ServingInstruments.TrainingDuration);

    /// <summary>The opening of a folder begins; null if nobody listens.</summary>
    public MeasuredWork? BeginOpening() => Begin("weightlessnet.open", null);

    private MeasuredWork? Begin(string activity, Histogram<double>? duration) =>
        duration is { Enabled: true } || ServingInstruments.Activities.HasListeners()
            ? new MeasuredWork(ServingInstruments.Activities.StartActivity(ActivityKind.Internal, tags: [Tag], name: activity), duration, Tag)
            : null;
}
