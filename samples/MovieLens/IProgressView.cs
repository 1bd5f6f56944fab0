using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>Shows the progress of a piece of work.</summary>
internal interface IProgressView
{
    /// <summary>Runs the work and shows the progress that it reports.</summary>
    /// <param name="title">The name of the work.</param>
    /// <param name="work">The work. It reports the fraction done, 0 to 1.</param>
    Task<T> ShowAsync<T>(string title, Func<IProgress<EvaluationProgress>, Task<T>> work);
}
