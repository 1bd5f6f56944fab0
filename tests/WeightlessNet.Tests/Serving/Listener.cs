using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>Collects the measurements and activities of some recommenders, told apart by their names.</summary>
internal sealed class Listener : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = source => source.Name == RecommenderTelemetry.ActivitySourceName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    private readonly ConcurrentQueue<(string Name, string Instrument, double Value, string Error)> _measured = [];
    private readonly ConcurrentQueue<Activity> _ended = [];

    public Listener()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RecommenderTelemetry.MeterName)
            {
                Units[instrument.Name] = instrument.Unit;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _activities.ActivityStopped = _ended.Enqueue;
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>The unit of each instrument.</summary>
    public ConcurrentDictionary<string, string?> Units { get; } = [];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    /// <summary>The values of an instrument for a recommender.</summary>
    public double[] Values(string name, string instrument) =>
        [.. _measured.Where(one => one.Name == name && one.Instrument == instrument).Select(one => one.Value)];

    /// <summary>The types of errors of an instrument for a recommender; empty for a success.</summary>
    public string[] Errors(string name, string instrument) =>
        [.. _measured.Where(one => one.Name == name && one.Instrument == instrument).Select(one => one.Error)];

    /// <summary>The present values of an instrument that is read on demand.</summary>
    public double[] Read(string name, string instrument)
    {
        int before = Values(name, instrument).Length;
        _meters.RecordObservableInstruments();
        return Values(name, instrument)[before..];
    }

    /// <summary>The activities of a recommender.</summary>
    public Activity[] Activities(string name) =>
        [.. _ended.Where(one => (string?)one.GetTagItem(RecommenderTelemetry.NameTag) == name)];

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = "";
        string error = "";
        foreach ((string tag, object? text) in tags)
        {
            name = tag == RecommenderTelemetry.NameTag ? (string)text! : name;
            error = tag == "error.type" ? (string)text! : error;
        }

        _measured.Enqueue((name, instrument.Name, value, error));
    }
}
