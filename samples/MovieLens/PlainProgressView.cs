using System.Globalization;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>A line per tenth of the work, for files and pipes.</summary>
internal sealed class PlainProgressView : IProgressView
{
    private readonly TextWriter _writer;

    public PlainProgressView(TextWriter writer) => _writer = writer;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(string title, Func<IProgress<EvaluationProgress>, Task<T>> work) => work(new Lines(_writer, title));

    private sealed class Lines(TextWriter writer, string title) : IProgress<EvaluationProgress>
    {
        private int _tenths = -1;

        public void Report(EvaluationProgress value)
        {
            int tenths = (int)(10 * value.Fraction);
            if (tenths > _tenths)
            {
                _tenths = tenths;
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {10 * tenths} % ({value.Name})"));
            }
        }
    }
}
