using System.CommandLine;

namespace DigitsSample;

/// <summary>The options of the program.</summary>
internal sealed class CommandLine
{
    private const int MostEpochs = 1000;
    private const int DefaultEpochs = 8;

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder of MNIST, Fashion-MNIST or other data in their format: train-images-idx3-ubyte, train-labels-idx1-ubyte "
            + "and the same with t10k, as .gz or not. Without it, random digits are drawn.",
    };

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(0UL, ulong.MaxValue),
        Description = "Seed of the synthetic digits, the mappings and the order of training. Equal seeds give equal results.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _epochs = new("--epochs")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(1, MostEpochs),
        Description = "Passes of the training by errors over all images, 1 to 1000. More take longer and are more often right.",
        DefaultValueFactory = _ => DefaultEpochs,
    };

    private readonly Option<bool> _shifts = new("--shifts")
    {
        Description = "The training by errors also sees images shifted by one pixel, at random: better for real handwriting.",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "Write mental images and confusion matrices as PNG, and the matrices also as CSV, to this folder; files of the same "
            + "names are replaced.",
    };

    private readonly RootCommand _root;

    public CommandLine()
    {
        SampleProgram.RequireText(_data);
        SampleProgram.RequireText(_out);
        _root = new RootCommand("Trains two weightless classifiers to read digits, and shows their mistakes and what they remember.")
        {
            _data, _seed, _epochs, _shifts, _out,
        };
        _root.SetAction((parsed, cancellation) => SampleProgram.ExitCodeOfAsync(
            () => new DigitsRun(SettingsOf(parsed)).RunAsync(cancellation), cancellation));
    }

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(string[] arguments) => SampleProgram.RunAsync(_root, arguments);

    private SampleSettings SettingsOf(ParseResult parsed) => new(
        parsed.GetValue(_data),
        parsed.GetValue(_seed) ?? 1,
        parsed.GetValue(_epochs) ?? DefaultEpochs,
        parsed.GetValue(_shifts),
        parsed.GetValue(_out));
}
