package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"
)

func completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes commands and flags in a shell",
		ArgsUsage: "bash|zsh|fish",
		Description: `Examples:

  source <(dateline completion bash)            # in ~/.bashrc
  source <(dateline completion zsh)             # in ~/.zshrc, after compinit
  dateline completion fish | source             # in config.fish`,
		Action: func(c *cli.Context) error {
			text := ""
			switch c.Args().First() {
			case "bash":
				text = bashCompletion
			case "zsh":
				text = zshCompletion
			case "fish":
				var err error
				if text, err = c.App.ToFishCompletion(); err != nil {
					return err
				}
			default:
				return usagef("completion for which shell? bash, zsh or fish")
			}
			if _, err := fmt.Fprint(os.Stdout, text); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
			return nil
		},
	}
}

// The program itself says what may follow; without an answer the shell completes
// names of files.
const (
	bashCompletion = `_dateline() {
  local word=${COMP_WORDS[COMP_CWORD]} known=("${COMP_WORDS[@]:0:COMP_CWORD}") answers
  [[ $word == -* ]] && known+=("$word")
  answers=$("${known[@]}" --generate-bash-completion 2>/dev/null)
  mapfile -t COMPREPLY < <(compgen -W "$answers" -- "$word")
}
complete -o bashdefault -o default -F _dateline dateline
`
	zshCompletion = `#compdef dateline
_dateline() {
  local -a known answers
  known=("${(@)words[1,CURRENT-1]}")
  [[ ${words[CURRENT]} == -* ]] && known+=("${words[CURRENT]}")
  answers=("${(@f)$("${known[@]}" --generate-bash-completion 2>/dev/null)}")
  if [[ -n ${answers[1]} ]]; then
    _describe dateline answers
  else
    _files
  fi
}
compdef _dateline dateline
`
)
