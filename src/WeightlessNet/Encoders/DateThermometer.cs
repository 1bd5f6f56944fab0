using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>A thermometer of dates, as numbers of days, or of times, as numbers of seconds, both since the start of the year 1.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class DateThermometer : IEncoder<double>, ISnapshot<DateThermometer>
{
    private readonly ThermometerEncoder _levels;
    private readonly bool _hasTimes;

    private DateThermometer(ThermometerEncoder levels, bool hasTimes)
    {
        _levels = levels;
        _hasTimes = hasTimes;
    }

    public int BitCount => _levels.BitCount;

    /// <summary>A thermometer of numbers of days.</summary>
    public static DateThermometer OfDays(ThermometerEncoder levels) => new(levels, hasTimes: false);

    /// <summary>A thermometer of numbers of seconds.</summary>
    public static DateThermometer OfSeconds(ThermometerEncoder levels) => new(levels, hasTimes: true);

    /// <summary>The number of days of a date; NaN for null.</summary>
    public static double DaysOf(DateOnly? date) => date?.DayNumber ?? double.NaN;

    /// <summary>The number of seconds of a time; NaN for null.</summary>
    public static double SecondsOf(DateTime? time) => time?.Ticks / (double)TimeSpan.TicksPerSecond ?? double.NaN;

    /// <summary>Whether it is of the same unit as another thermometer.</summary>
    public bool HasUnitOf(DateThermometer other) => _hasTimes == other._hasTimes;

    /// <summary>
    /// Whether a date is not further from the thresholds than the first and the last are from each other; true for NaN.
    /// </summary>
    public bool Reaches(double value)
    {
        // A threshold that every date is above only tells that there is a date.
        ReadOnlySpan<double> thresholds = _levels.Thresholds.TrimStart(double.MinValue);
        double span = thresholds.IsEmpty ? 0 : thresholds[^1] - thresholds[0];
        return !(span > 0 && (value < thresholds[0] - span || value > thresholds[^1] + span));
    }

    public void Encode(double value, BitSlice destination) => _levels.Encode(value, destination);

    public string Describe(int bit) => _levels.Describe(bit, _hasTimes ? AfterTime : AfterDay);

    /// <summary>A time as the number that is compared with thresholds.</summary>
    public double NumberOf(DateTime time) => _hasTimes ? SecondsOf(time) : DaysOf(DateOnly.FromDateTime(time));

    private static string AfterDay(double days)
    {
        DateOnly date = DateOnly.FromDayNumber((int)Math.Clamp(days, 0, DateOnly.MaxValue.DayNumber));
        return string.Create(CultureInfo.InvariantCulture, $"{FieldLevel.AfterText}{date:yyyy-MM-dd}");
    }

    private static string AfterTime(double seconds)
    {
        // The last second of the year 9999 cannot be rounded up.
        DateTime time = DateTime.MinValue.AddSeconds(Math.Clamp(Math.Floor(seconds), 0, Math.Floor(SecondsOf(DateTime.MaxValue) - 1)));
        return time.TimeOfDay == TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{FieldLevel.AfterText}{time:yyyy-MM-dd}")
            : string.Create(CultureInfo.InvariantCulture, $"{FieldLevel.AfterText}{time:yyyy-MM-dd HH:mm:ss}");
    }

    static SnapshotKind ISnapshot<DateThermometer>.Kind => SnapshotKind.DateThermometer;

    // Shape: the number of thresholds; 1 if they are seconds, 0 if they are days. Content: the thresholds, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.DateThermometer, BitCount, _hasTimes ? 1 : 0);
        writer.Write(_levels.Thresholds);
    }

    static DateThermometer ISnapshot<DateThermometer>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        return shape[1] is 0 or 1
            ? new DateThermometer(new ThermometerEncoder(reader.ReadDoubles(shape[0])), shape[1] == 1)
            : throw reader.Invalid($"the unit of dates is {shape[1]}, not 0 or 1");
    }
}
