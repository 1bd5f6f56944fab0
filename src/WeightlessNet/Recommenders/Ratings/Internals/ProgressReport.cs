namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// Passes on the progress of a training, and remembers while it does so that the thread is in the application's callback: a training that
/// is called from there would wait for itself.
/// </summary>
/// <param name="progress">The application's callback.</param>
/// <param name="trained">The recommender, or a part of it, that is trained.</param>
internal sealed class ProgressReport(IProgress<double> progress, object trained) : IProgress<double>
{
    [ThreadStatic]
    private static List<object>? _reporting;

    /// <summary>Wraps the progress of a training that is about to begin.</summary>
    /// <exception cref="InvalidOperationException">The call comes from the progress callback of another training of the same.</exception>
    public static IProgress<double>? Begin(IProgress<double>? progress, object trained)
    {
        ThrowIfReporting(trained);
        return progress is null ? null : new ProgressReport(progress, trained);
    }

    /// <summary>Whether this thread is in the progress callback of a training.</summary>
    public static bool IsReporting(object trained) => _reporting is not null && _reporting.Contains(trained);

    /// <summary>Throws if this thread is in the progress callback of a training.</summary>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public static void ThrowIfReporting(object trained)
    {
        if (IsReporting(trained))
        {
            throw new InvalidOperationException(
                "A progress callback cannot start a training of the recommender that is being trained, nor replace its models. "
                + "Do it when the training has returned, or on another thread that the callback does not wait for.");
        }
    }

    public void Report(double value)
    {
        (_reporting ??= []).Add(trained);
        try
        {
            progress.Report(value);
        }
        finally
        {
            _reporting.RemoveAt(_reporting.Count - 1);
        }
    }
}
