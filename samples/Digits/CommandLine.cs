using System.CommandLine;

namespace DigitsSample;

/// <summary>The options of the program.</summary>
internal sealed class CommandLine
{
    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder of MNIST, Fashion-MNIST or other data in their format: train-images-idx3-ubyte, train-labels-idx1-ubyte "
            + "and the same with t10k, packed as .gz or not. Without it digits are drawn and bent at random.",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "Seed of the synthetic digits, of the mappings and of the order of training. Equal seeds give equal results.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "Write mental images and confusion matrices as PNG, and the latter as CSV, to this folder; files of the same names "
            + "are replaced.",
    };

    private readonly RootCommand _root;

    public CommandLine()
    {
        SampleProgram.RequireText(_data);
        SampleProgram.RequireText(_out);
        _root = new RootCommand("Teaches two weightless classifiers to read digits, and shows what they got wrong and what they have seen.")
        {
            _data, _seed, _out,
        };
        _root.SetAction((parsed, cancellation) => SampleProgram.ExitCodeOfAsync(
            () => new DigitsRun(SettingsOf(parsed)).RunAsync(cancellation), cancellation));
    }

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(string[] arguments) => SampleProgram.RunAsync(_root, arguments);

    private SampleSettings SettingsOf(ParseResult parsed) => new(parsed.GetValue(_data), parsed.GetValue(_seed), parsed.GetValue(_out));
}
