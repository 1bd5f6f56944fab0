namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Trains models that are trained in batches.</summary>
internal static class BatchTraining
{
    /// <summary>See <see cref="IBatchRecommender.Fit"/>. No other call but a training waits for it.</summary>
    /// <exception cref="InvalidOperationException">The call comes from the progress callback of another training.</exception>
    public static void Fit<TModel>(
        this LoggedModel<TModel> logged, ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
        where TModel : IBatchModel
    {
        IProgress<double>? report = ProgressReport.Begin(progress, logged);
        logged.Fit(ratings, model => model.Train(report, cancellationToken));
    }

    /// <summary>Makes a model of these ratings, trains it by a given method, and shows it to readers.</summary>
    /// <remarks>
    /// The present model answers and learns meanwhile. Before the new one is shown, it learns what others have learned since the call. If
    /// the training fails or is canceled, the present model stays.
    /// </remarks>
    public static void Fit<TModel>(this LoggedModel<TModel> logged, ReadOnlySpan<Rating> ratings, Action<TModel> train)
        where TModel : IBatchModel
    {
        foreach (ref readonly Rating rating in ratings)
        {
            logged.Validate(rating);
        }

        int begun = logged.Meanwhile.Begin();
        try
        {
            lock (logged.Training)
            {
                TModel model = logged.CreateFrom(ratings);
                train(model);
                logged.Replace(model, begun);
            }
        }
        finally
        {
            logged.Meanwhile.End();
        }
    }
}
